/** The extension on the other side of the frame, and the state the editor keeps for this panel. */
import type { HostMessage, ViewMessage, ViewState } from './messages.ts';

interface VsCodeApi {
  postMessage(message: ViewMessage): void;
  getState(): unknown;
  setState(state: ViewState): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

// The editor hands its API out once per page.
const api = acquireVsCodeApi();

export function tell(message: ViewMessage): void {
  api.postMessage(message);
}

export function listen(hear: (message: HostMessage) => void): void {
  window.addEventListener('message', event => {
    const data: unknown = event.data;
    if (typeof data === 'object' && data !== null && 'type' in data) hear(data as HostMessage);
  });
}

/** What was kept, with gaps filled: an older version may have kept less. */
export function keptState(): Partial<ViewState> {
  const state = api.getState();
  return typeof state === 'object' && state !== null ? state : {};
}

export function keep(state: ViewState): void {
  api.setState(state);
}
