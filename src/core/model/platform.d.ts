/** The one thing beyond the language that the model names. Every side has it, Node and windows alike; each brings its own, whole declaration. */
interface AbortSignal {
  readonly aborted: boolean;
}
