/**
 * A sentence of the interface: a text, or one text per plural form. What stands in braces is filled in; the names in
 * braces are part of the type, so that a sentence cannot be asked for without what it speaks about.
 */
export type Message = string | PluralMessage;
export type PluralMessage = { readonly other: string } & { readonly [form in Intl.LDMLPluralRule]?: string };

type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
type NamesOf<M> = M extends PluralMessage ? Names<M['other']> | 'count' : Names<M>;

/** The arguments that a message needs; `count` decides its plural form. */
type Values<M> = { readonly [name in NamesOf<M>]: name extends 'count' ? number : string | number };
export type Arguments<M> = [NamesOf<M>] extends [never] ? [] : [values: Values<M>];

export interface Wording {
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
}

export function fill(
  message: Message,
  values: Readonly<Record<string, string | number>>,
  wording: Wording,
): string {
  const text = typeof message === 'string' ? message : form(message, values['count'], wording.plural);
  return text.replace(/\{(\w+)\}/g, (braces, name: string) => {
    const value = values[name];
    if (value === undefined) return braces;
    return typeof value === 'number' ? wording.number.format(value) : value;
  });
}

function form(message: PluralMessage, count: string | number | undefined, plural: Intl.PluralRules): string {
  return message[plural.select(Number(count))] ?? message.other;
}
