/** What can be sent to somebody who helps. */
export interface DiagnosticsView {
  /** As they will be in the zip. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
}
