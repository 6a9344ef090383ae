/** The results view's side of its connection to the extension. */
import { connectHost } from './host.ts';
import type { HostMessage, ViewMessage, ViewState } from './messages.ts';

export const { tell, listen, keep, keptState } = connectHost<HostMessage, ViewMessage, ViewState>();
