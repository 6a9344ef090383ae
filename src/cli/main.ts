/** The `xnet` command. Data goes to standard output, everything else to standard error; statuses are in `usage.ts`. */
import { UnreachableError } from '../simulator/model/routes.ts';
import { InternalError } from '../simulator/run/internal-error.ts';
import * as check from './commands/check.ts';
import * as collect from './commands/collect.ts';
import * as compare from './commands/compare.ts';
import * as estimate from './commands/estimate.ts';
import * as explain from './commands/explain.ts';
import * as exportCommand from './commands/export.ts';
import * as fmt from './commands/fmt.ts';
import * as importCommand from './commands/import.ts';
import * as isolation from './commands/isolation.ts';
import * as lsp from './commands/lsp.ts';
import * as replicate from './commands/replicate.ts';
import * as run from './commands/run.ts';
import * as sweep from './commands/sweep.ts';
import { say } from './output.ts';
import { EXIT, UsageError } from './usage.ts';

interface Command {
  readonly help: string;
  /** Answers the exit status. */
  run(args: readonly string[], version: string): number | Promise<number>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  check,
  fmt,
  estimate,
  run,
  sweep,
  collect,
  replicate,
  isolation,
  import: importCommand,
  export: exportCommand,
  compare,
  explain,
  lsp
};

const HELP = `usage: xnet COMMAND …

Design virtual networks inside virtualized hosts: check a topology, simulate it, read what saturates first and why.

  xnet check     FILE…   what is wrong with files
  xnet fmt       FILE…   writes files in the one format
  xnet estimate  FILE    the analytic answer, at once
  xnet run       FILE    simulates experiments and decides their expectations
  xnet sweep     FILE    the same in pieces: shares of it, batch systems
  xnet collect   DIR     the pieces as one result
  xnet replicate [FILE…] published claims beside simulation
  xnet isolation FILE    what neighbours can do to a flow
  xnet import    FILE…   configurations of other tools as a topology
  xnet export    FILE    a topology as configurations of other tools
  xnet compare   FILE …  measurements beside the model
  xnet explain   CODE    what a diagnostic means
  xnet lsp       --stdio the language server, for any editor

\`xnet COMMAND --help\` says more. \`xnet --version\` prints the version.
Status: 0 fine, 1 errors in a file or an expectation that does not hold, 2 wrong usage, 3 stopped before the end.
`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') {
    process.stdout.write(`xnet ${XNET_VERSION}\n`);
    return EXIT.fine;
  }
  if (name === '--help' || name === '-h' || (name === 'help' && rest.length === 0)) {
    process.stdout.write(HELP);
    return EXIT.fine;
  }
  const wanted = name === 'help' ? rest[0]! : name;
  if (wanted === undefined) throw new UsageError('which command?');
  const command = Object.hasOwn(COMMANDS, wanted) ? COMMANDS[wanted] : undefined;
  if (!command) throw new UsageError(`there is no command ${wanted}`);
  if (name === 'help' || asksForHelp(rest)) {
    process.stdout.write(command.help);
    return EXIT.fine;
  }
  return command.run(rest, XNET_VERSION);
}

/** `--help` before a lone `--`, wherever it stands. */
function asksForHelp(args: readonly string[]): boolean {
  const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  return options.includes('--help') || options.includes('-h');
}

/** What went wrong, in words, and its status. */
function explainFailure(error: unknown, command: string | undefined): number {
  if (error instanceof UsageError) {
    const known = command !== undefined && Object.hasOwn(COMMANDS, command);
    say(`xnet: ${error.message}\nTry: xnet ${known ? `${command} ` : ''}--help`);
    return EXIT.usage;
  }
  if (error instanceof UnreachableError) {
    say(`xnet: this cannot be simulated: ${error.message}`);
    return EXIT.findings;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  say(`xnet: internal error: ${message}\n${error instanceof InternalError ? error.report : (stack ?? '')}`);
  say('This is a mistake in xnet, not in the file. Please report it with the lines above.');
  return EXIT.stopped;
}

// `xnet … | head` closes the pipe early; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.fine : EXIT.stopped));

const args = process.argv.slice(2);
main(args)
  .catch((error: unknown) => explainFailure(error, args[0]))
  .then(
    status => {
      // Not process.exit: what was written to a pipe must arrive first.
      process.exitCode = status;
    },
    () => undefined
  );
