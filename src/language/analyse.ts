/**
 * Reads a file with everything it imports, checks it, and offers its topology, its plans and its symbols.
 *
 * An edit is paid for by what it changes. The analysis of a text may be made from that of the text before: only the members that
 * the edit touches are parsed again (`syntax/reparse.ts`); top-level members whose text, and whose dependencies by name, are as
 * they were keep their nodes, their shapes, their instances with all values, the meanings of their references, what they were
 * lowered to and what was found wrong with them (`program/changes.ts`, `check/settled.ts`), and only their places move. A member
 * that names something which has changed, and is built as before, keeps all this but the values that may come from there
 * (`evaluate/inherited.ts`), and of what it is lowered to whatever comes out the same (`lower/domain.ts`). The others are worked
 * out anew, as is whatever looks across members. The result equals that of an analysis from nothing, findings, topology and plans
 * alike.
 */
import type { Analysis, PlanOptions, SourceProvider } from './analysis.ts';
import { checkProgram } from './check/program.ts';
import type { Checked } from './check/program.ts';
import { createEvaluation } from './evaluate/evaluation.ts';
import type { Evaluation } from './evaluate/evaluation.ts';
import { inherit } from './evaluate/inherited.ts';
import { movePlaces } from './lower/places.ts';
import { createPlan } from './plan/plan.ts';
import { createProgram } from './program/program.ts';
import type { Legacy, Program } from './program/program.ts';
import type { Shape } from './program/symbols.ts';

/** An analysis with its insides, for the editor's questions. */
export interface FullAnalysis extends Analysis {
  readonly program: Program;
  /** Everything evaluated at the default params. */
  readonly evaluation: Evaluation;
  /** Works out everything now, so that every reference has settled on its meaning. */
  check(): void;
  /** What the analysis of the next text is made from. It uses this one up: nobody may ask it any more. */
  bequeath(): Bequest;
}

export interface Bequest extends Legacy {
  readonly checked: Checked | undefined;
  /** Instances that were worked out. */
  readonly known: Evaluation['known'];
}

/**
 * Never throws: whatever is wrong with the text is among the diagnostics. Files are read and parsed at once; the rest is worked
 * out when it is first asked for, so that completion behind a key does not wait for every check. `before` is the analysis of an
 * older text of the same file; it must not be asked any more, and topologies that it answered move along with the text.
 */
export function analyse(uri: string, provider: SourceProvider, before?: FullAnalysis): FullAnalysis {
  const bequest = before?.bequeath();
  let earlier = bequest?.checked;
  let program = createProgram(uri, provider, bequest);
  let evaluation = createEvaluation(program, new Map(), program.ledger, undefined, bequest && inherit(program, bequest.known));
  let checked: Checked | undefined;
  const isKept = ({ own }: Shape): boolean => program.unchanged.has(own.declaration) || program.touched.members.has(own.declaration);
  if (program.moves.size > 0) {
    for (const unit of program.units.values()) for (const shape of unit.shapes) if (isKept(shape)) movePlaces(shape, program.moves);
  }

  function check(): Checked {
    if (checked !== undefined) return checked;
    checked = checkProgram(program, evaluation, earlier);
    if (checked.settled === undefined && program.unchanged.size + program.touched.members.size > 0) {
      // The order of work shows: what is true is what comes out when everything is worked out in order.
      program = createProgram(uri, provider, { program, settled: new Set() });
      evaluation = createEvaluation(program, new Map(), program.ledger);
      checked = checkProgram(program, evaluation);
    }
    earlier = undefined;
    return checked;
  }

  return {
    uri,
    get program() {
      return program;
    },
    get evaluation() {
      return evaluation;
    },
    get files() {
      return new Map([...program.units].map(([each, unit]) => [each, unit.tree]));
    },
    get topology() {
      return check().lowered.topology;
    },
    get diagnostics() {
      return check().diagnostics;
    },
    check: () => void check(),
    bequeath() {
      const known = checked ?? earlier;
      const settled = (checked === undefined ? program.unchanged : checked.settled) ?? new Set();
      return { program, checked: known, known: evaluation.known, settled };
    },
    plan(options: PlanOptions = {}) {
      const { whole, lowered, elements } = check();
      // Options may vary other values than the file does, so findings of its own sweeps do not count.
      return createPlan(program, options, whole, {
        evaluation,
        lowered,
        elements: [...elements.values()].reduce((sum, each) => sum + each, 0)
      });
    }
  };
}
