/**
 * Which values an ICU message takes, as the compiler reads it from the message itself: `{name}` is a string, `{count, number}` and
 * `{count, plural, …}` are numbers, `{kind, select, …}` one of its cases. Messages and the cases of an argument alternate, so that no depth
 * has to be counted.
 */
type Trim<Text extends string> = Text extends ` ${infer Rest}` | `\n${infer Rest}` | `${infer Rest} `
  ? Trim<Rest>
  : Text;

type InMessage<Text extends string, Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Rest}`
    ? InCases<`${Rest}{${After}`, Found>
    : AtArgument<After, Found>
  : Text extends `${string}}${infer Rest}`
    ? InCases<Rest, Found>
    : Found;

type InCases<Text extends string, Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${infer Rest}`
    ? InMessage<`${Rest}{${After}`, Found>
    : InMessage<After, Found>
  : Text extends `${string}}${infer Rest}`
    ? InMessage<Rest, Found>
    : Found;

type AtArgument<Text extends string, Found> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Name}, plural,${string}`
    ? Text extends `${string}, plural,${infer Cases}`
      ? InCases<Cases, Found | [Trim<Name>, number]>
      : never
    : Head extends `${infer Name}, select,${string}`
      ? Text extends `${string}, select,${infer Cases}`
        ? InCases<Cases, Found | [Trim<Name>, string]>
        : never
      : Head extends `${infer Name},${string}`
        ? InMessage<Rest, Found | [Trim<Name>, number]>
        : InMessage<Rest, Found | [Trim<Head>, string]>
  : Found;

/** By name; `Record<string, never>` for a message without values. */
export type MessageValues<Message extends string> = [InMessage<Message, never>] extends [never]
  ? Readonly<Record<string, never>>
  : {
      readonly [Value in InMessage<Message, never> as Value extends [infer Name extends string, unknown]
        ? Name
        : never]: Value extends [unknown, infer Kind] ? Kind : never;
    };
