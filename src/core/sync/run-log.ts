/** What a run tells the log. The product's `Log` fits; tests may collect. */
export interface RunLog {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}
