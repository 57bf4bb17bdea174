//! Ids are types: a prefix, `_`, and a UUIDv7 in base32 (TypeID). An id is a name, not a secret and not an order.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use uuid::Uuid;

/// Crockford's base32 in lower case, as TypeID has it.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 128 bits in groups of five.
const SUFFIX_CHARS: usize = 26;

/// What was given is not an id of the expected kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

fn write_suffix(uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bits = uuid.as_u128();
    let mut text = [0_u8; SUFFIX_CHARS];
    for (place, char) in text.iter_mut().rev().enumerate() {
        let group = usize::try_from((bits >> (5 * place)) & 31).unwrap_or(0);
        *char = ALPHABET[group];
    }
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

fn read_suffix(text: &str) -> Result<Uuid, NotAnId> {
    // 26 groups hold 130 bits, so the first may be 7 at most.
    if text.len() != SUFFIX_CHARS || text.as_bytes()[0] > b'7' {
        return Err(NotAnId);
    }
    let mut bits = 0_u128;
    for char in text.bytes() {
        let group = ALPHABET.iter().position(|known| *known == char).ok_or(NotAnId)?;
        bits = (bits << 5) | u128::try_from(group).map_err(|_never| NotAnId)?;
    }
    Ok(Uuid::from_u128(bits))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(pub Uuid);

        impl $name {
            /// What its text starts with.
            pub const PREFIX: &str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!($prefix, "_"))?;
                write_suffix(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let suffix = text.strip_prefix(concat!($prefix, "_")).ok_or(NotAnId)?;
                read_suffix(suffix).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(D::Error::custom)
            }
        }
    };
}

id!(/** A tenant: everything below belongs to one. */ WorkspaceId, "wsp");
id!(/** A shop's site: its origins, its widget. */ SiteId, "site");
id!(/** A queue that shoppers wait in. */ QueueId, "que");
id!(/** A person who answers. */ AgentId, "agt");
id!(/** A visitor of a shop. */ ShopperId, "shp");
id!(/** One conversation, and its log. */ ConversationId, "conv");
id!(/** An offer of a conversation to one agent. */ OfferId, "ofr");
id!(/** A hand-off, pending or over. */ TransferId, "trf");
id!(/** A promise made to a shopper. */ PromiseId, "prm");

/// The client-made idempotency key of a command.
pub type Cid = Uuid;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_it_was_written() {
        let id = ConversationId(Uuid::from_u128(0x0195_2f3c_9d3b_7cc1_8f00_1234_5678_9abc));
        let text = id.to_string();
        assert_eq!(text.len(), "conv_".len() + SUFFIX_CHARS);
        assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn the_typeid_specification_agrees() {
        // From the TypeID specification's valid cases.
        let id = ShopperId(Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881));
        assert_eq!(id.to_string(), "shp_01h2xcejqtf2nbrexx3vqjhp41");
    }

    #[test]
    fn another_kind_or_a_broken_text_is_not_an_id() {
        for text in [
            "",
            "conv_",
            "agt_01h2xcejqtf2nbrexx3vqjhp41",
            "conv_01h2xcejqtf2nbrexx3vqjhp4",
            "conv_81h2xcejqtf2nbrexx3vqjhp41",
            "conv_01H2XCEJQTF2NBREXX3VQJHP41",
        ] {
            assert_eq!(text.parse::<ConversationId>(), Err(NotAnId), "{text}");
        }
    }
}
