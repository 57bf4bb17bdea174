//! The command line (`protocol.md` §5).

use std::{num::NonZeroU32, path::PathBuf};

use clap::{Args, Parser, Subcommand, builder::TypedValueParser as _};
use tillside_domain::Rights;

use crate::config::Flags;

/// Live chat for shops.
#[derive(Debug, Parser)]
#[command(name = "tillside", version, arg_required_else_help = true)]
pub struct Cli {
    /// A file with settings; see config.default.toml for what they are. TILLSIDE_* variables win over it
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves widget, console and API
    Serve(Serve),
    /// Brings the database up to date
    Migrate,
    /// People who answer
    #[command(subcommand)]
    Agent(AgentCommand),
    /// Shops' sites
    #[command(subcommand)]
    Site(SiteCommand),
    /// Tenants
    #[command(subcommand)]
    Workspace(WorkspaceCommand),
    /// Copies the database into a file, while it is in use
    Backup(Backup),
    /// Says that a backup was put back, so that clients start over
    Restored,
}

#[derive(Debug, Args)]
pub struct Serve {
    /// Address and port; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<String>,
    /// Seeds a shop to try, with passwords that everybody knows; on loopback addresses only
    #[arg(long)]
    pub demo: bool,
}

#[derive(Debug, Subcommand)]
pub enum AgentCommand {
    /// Adds an agent; the password comes from standard input or TILLSIDE_PASSWORD
    Add(AgentAdd),
}

#[derive(Debug, Args)]
pub struct AgentAdd {
    #[arg(long, required_unless_present = "from", requires = "name")]
    pub email: Option<String>,
    #[arg(long, required_unless_present = "from", requires = "email")]
    pub name: Option<String>,
    /// Many at once: a file with the columns email, name, rights, queues, capacity, password
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["email", "name", "rights", "queues", "capacity"])]
    pub from: Option<PathBuf>,
    #[arg(long, default_value = "agent", value_parser = rights_parser())]
    pub rights: Rights,
    /// Keys of the queues whose shoppers this agent answers
    #[arg(long, value_name = "KEY,…", value_delimiter = ',')]
    pub queues: Vec<String>,
    /// Conversations at a time
    #[arg(long, default_value = "4")]
    pub capacity: NonZeroU32,
    #[arg(long, value_name = "KEY")]
    pub workspace: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum SiteCommand {
    /// Adds a shop's site and prints its secret, once
    Add(SiteAdd),
}

#[derive(Debug, Args)]
pub struct SiteAdd {
    #[arg(long)]
    pub key: String,
    /// Origins of the shop's pages, such as https://shop.example.com
    #[arg(long, required = true, num_args = 1.., value_name = "URL")]
    pub origin: Vec<String>,
    #[arg(long, value_name = "KEY")]
    pub workspace: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum WorkspaceCommand {
    /// Adds a tenant
    Add(WorkspaceAdd),
}

#[derive(Debug, Args)]
pub struct WorkspaceAdd {
    #[arg(value_name = "KEY")]
    pub key: String,
}

#[derive(Debug, Args)]
pub struct Backup {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

impl Cli {
    /// The settings among what was typed.
    pub fn flags(&self) -> Flags {
        match &self.command {
            Command::Serve(serve) => Flags {
                listen: serve.listen.clone(),
                demo: serve.demo,
            },
            _ => Flags::default(),
        }
    }
}

fn rights_parser() -> impl clap::builder::TypedValueParser<Value = Rights> {
    clap::builder::PossibleValuesParser::new(["agent", "supervisor", "admin"]).map(|rights| match rights.as_str() {
        "admin" => Rights::Admin,
        "supervisor" => Rights::Supervisor,
        _ => Rights::Agent,
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    fn parse(line: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(line.split(' '))
    }

    #[test]
    fn the_commands_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serve_takes_its_settings() {
        let cli = parse("tillside serve --config a.toml --listen 127.0.0.1:0 --demo").unwrap();
        assert_eq!(cli.config, Some("a.toml".into()));
        let flags = cli.flags();
        assert!(flags.demo && flags.listen.as_deref() == Some("127.0.0.1:0"));
    }

    #[test]
    fn agent_add_takes_one_or_a_file() {
        let cli =
            parse("tillside agent add --email a@b.test --name Ana --rights admin --queues a,b --workspace w").unwrap();
        let Command::Agent(AgentCommand::Add(args)) = cli.command else {
            panic!("another command")
        };
        assert_eq!(
            (args.rights, args.queues.len(), args.capacity.get()),
            (Rights::Admin, 2, 4)
        );
        assert!(parse("tillside agent add --from agents.csv --workspace w").is_ok());
        for wrong in [
            "tillside agent add",
            "tillside agent add --email a@b.test",
            "tillside agent add --email a@b.test --name Ana --from agents.csv",
            "tillside agent add --email a@b.test --name Ana --rights root",
            "tillside agent add --email a@b.test --name Ana --capacity 0",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_site_may_have_several_origins() {
        for line in [
            "tillside site add --key k --origin https://a.test https://b.test",
            "tillside site add --key k --origin https://a.test --origin https://b.test",
        ] {
            let Command::Site(SiteCommand::Add(args)) = parse(line).unwrap().command else {
                panic!("another command")
            };
            assert_eq!(args.origin.len(), 2);
        }
        assert!(parse("tillside site add --key k").is_err());
    }

    #[test]
    fn the_others_take_what_they_name() {
        for line in [
            "tillside migrate",
            "tillside workspace add w",
            "tillside backup b.db",
            "tillside restored",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
        assert!(parse("tillside backup").is_err() && parse("tillside").is_err());
    }
}
