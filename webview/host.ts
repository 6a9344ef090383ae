/** The extension on the other side of the frame, and the state the editor keeps for this panel. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export interface Host<Heard, Told, State> {
  tell(message: Told): void;
  listen(hear: (message: Heard) => void): void;
  /** What was kept, with gaps: an older version may have kept less. */
  keptState(): Partial<State>;
  keep(state: State): void;
}

/** Once per page: the editor hands its API out once. Messages are discriminated unions on `type`. */
export function connectHost<Heard, Told, State>(): Host<Heard, Told, State> {
  const api = acquireVsCodeApi();
  return {
    tell: message => api.postMessage(message),
    listen(hear) {
      window.addEventListener('message', event => {
        const data: unknown = event.data;
        if (typeof data === 'object' && data !== null && 'type' in data) hear(data as Heard);
      });
    },
    keptState() {
      const state = api.getState();
      return typeof state === 'object' && state !== null ? state : {};
    },
    keep: state => api.setState(state)
  };
}
