/** Our own mistake, never the file's: a run that contradicts itself gives no result, it gives this. */
export class InternalError extends Error {
  /** What to send in: which point, which replication, which numbers. Plain text, nothing of the user's machine. */
  readonly report: string;

  constructor(message: string, report: string) {
    super(message);
    this.name = 'InternalError';
    this.report = report;
  }
}
