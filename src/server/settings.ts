/** What the person may switch. The client's `xnet` section; absent or malformed values are the defaults. */

export interface Settings {
  readonly hints: {
    /** After a flow: its estimated goodput and what limits it. */
    readonly flows: boolean;
    /** After a vif's queues: how many come up. */
    readonly queues: boolean;
    /** After a domain or grant policy: grant entries and frames. */
    readonly grants: boolean;
    /** After a core's pins: its estimated load. */
    readonly load: boolean;
  };
  readonly codeLens: {
    /** Over an experiment: simulate, sweep, estimate. */
    readonly experiments: boolean;
    /** Over an experiment that was run: what came out. */
    readonly results: boolean;
  };
  readonly diagnostics: {
    /** Findings of the estimator: `dom0 saturates at 3 guests`. */
    readonly estimates: boolean;
    /** Check the workspace's files that are not open, too. */
    readonly workspace: boolean;
  };
}

export const defaultSettings: Settings = {
  hints: { flows: true, queues: true, grants: true, load: true },
  codeLens: { experiments: true, results: true },
  diagnostics: { estimates: true, workspace: true }
};

/** Reads the `xnet` section as the client sends it. */
export function readSettings(section: unknown): Settings {
  return merge(defaultSettings as unknown as Switches, section) as unknown as Settings;
}

interface Switches {
  readonly [name: string]: boolean | Switches;
}

function merge(defaults: Switches, given: unknown): Switches {
  const from = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  return Object.fromEntries(
    Object.entries(defaults).map(([name, standard]) => {
      const value = Object.hasOwn(from, name) ? from[name] : undefined;
      if (typeof standard === 'object') return [name, merge(standard, value)];
      return [name, typeof value === 'boolean' ? value : standard];
    })
  );
}
