/** What is going on with the run, above the result: progress with a way to stop it, a failure, a stop, an incomplete result. */
import { button } from '../controls.ts';
import { clickable, html, replace } from '../dom.ts';
import { count, duration, quantity } from '../format.ts';
import type { CancelledMessage, FailedMessage, ProgressMessage, UnreadableMessage } from '../messages.ts';
import { icon } from './icons.ts';

export interface StatusActions {
  readonly cancel: () => void;
  readonly rerun: () => void;
  readonly reveal: (line: number) => void;
}

export interface StatusView {
  readonly element: HTMLElement;
  progress(progress: ProgressMessage): void;
  failed(failure: FailedMessage): void;
  cancelled(stop: CancelledMessage): void;
  unreadable(file: UnreadableMessage): void;
  /** One sentence that goes with the next change. */
  note(sentence: string): void;
  clear(): void;
}

export function statusView(actions: StatusActions): StatusView {
  // Said politely when it begins and ends; the numbers in between are the progress bar's and would only interrupt.
  const spoken = html('div', { class: 'visually-hidden', role: 'status' });
  const panel = html('div', { class: 'status', hidden: true });
  const element = html('div', {}, spoken, panel);

  const bar = html('progress', { 'aria-label': 'Simulation' });
  const headline = html('strong', {});
  const figures = html('span', { class: 'figures' });
  const running = html(
    'div',
    { class: 'status-row' },
    html('div', { class: 'status-text' }, headline, bar, figures),
    button({ label: 'Cancel', name: 'Cancel the simulation', onClick: actions.cancel })
  );
  let simulating = false;

  function show(kind: string, ...content: Parameters<typeof replace>[1][]): void {
    simulating = kind === 'running';
    panel.className = `status ${kind}`;
    panel.hidden = false;
    replace(panel, ...content);
  }

  return {
    element,
    progress(progress) {
      if (!simulating) {
        show('running', running);
        spoken.textContent = 'The simulation runs.';
      }
      headline.textContent = `Simulating ${progress.experiment}`;
      bar.max = Math.max(1, progress.total);
      bar.value = Math.min(progress.done, progress.total);
      figures.textContent = progressText(progress);
    },
    failed({ message, detail, line }) {
      spoken.textContent = message;
      show(
        'failed',
        html(
          'div',
          { class: 'status-row' },
          html(
            'div',
            { class: 'status-text' },
            html('strong', {}, icon('fail'), 'The simulation gave no result'),
            html(
              'p',
              {},
              message,
              line !== undefined && [
                ' ',
                clickable(html('button', { type: 'button', class: 'link' }, `Line ${line}`), () => actions.reveal(line))
              ]
            ),
            detail !== undefined &&
              detail !== '' &&
              html('details', {}, html('summary', {}, 'Details'), html('pre', { tabindex: 0 }, detail))
          ),
          button({ label: 'Try again', onClick: actions.rerun })
        )
      );
    },
    cancelled({ done, total }) {
      const text = `Stopped: ${count(done)} of ${count(total)} replications were finished.`;
      spoken.textContent = text;
      show(
        'stopped',
        html(
          'div',
          { class: 'status-row' },
          html('div', { class: 'status-text' }, text),
          button({ label: 'Run again', onClick: actions.rerun })
        )
      );
    },
    unreadable({ title, message, detail }) {
      spoken.textContent = `${title}: ${message}`;
      show(
        'failed',
        html(
          'div',
          { class: 'status-text' },
          html('strong', {}, icon('fail'), `${title} cannot be shown`),
          html('p', {}, message),
          detail !== undefined && html('p', { class: 'detail' }, detail)
        )
      );
    },
    note(sentence) {
      spoken.textContent = sentence;
      show('stopped', html('div', { class: 'status-row' }, html('div', { class: 'status-text' }, sentence)));
    },
    clear() {
      if (simulating) spoken.textContent = 'The result is here.';
      simulating = false;
      panel.hidden = true;
      replace(panel);
    }
  };
}

/** `12 of 70 replications · 1.200 Mpps · 8.0 s left`. */
export function progressText({ done, total, packetsPerSecond, secondsLeft }: ProgressMessage): string {
  return [
    `${count(done)} of ${count(total)} replications`,
    packetsPerSecond !== undefined && packetsPerSecond > 0 && quantity(packetsPerSecond, 'packets'),
    secondsLeft !== undefined && `${duration(secondsLeft)} left`
  ]
    .filter(part => part !== false)
    .join(' · ');
}
