/** Kinds of events of the packet engine. Packets are none: they are rows, handled in loops within these. */
export const Kind = {
  /** A core's activation, or the overhead before one, is over. */
  core: 1,
  /** The time slice of what a core runs is over. */
  slice: 2,
  /** The schedulers hand out credit. */
  account: 3,
  /** A vCPU's other work becomes due. */
  background: 4,
  /** A held-off interrupt is raised. */
  interrupt: 5,
  /** A row reaches the end of a pipe. */
  arrival: 6,
  /** A source has its next unit to send. */
  source: 7,
  /** A TCP sender's retransmission timer. */
  timeout: 8,
  /** A stream begins. */
  start: 9,
  /** A device's unit is done. */
  device: 10,
  /** Warm-up is over. */
  measure: 11,
  /** An `at` line of the experiment. */
  scheduled: 12,
  /** An rpc client or server has thought. */
  think: 13,
  /** A TCP receiver's delayed acknowledgement is due. */
  delayed: 14,
  /** A stream ends. */
  stop: 15,
  /** A scheduler's tick: boost ends. */
  tick: 16,
  /** A migrated guest goes on. */
  resumed: 17,
  /** A wire that queues of classes share is free for the next. */
  arbiter: 18,
  /** Enough of a transmit ring that was full is free. */
  ring: 19
} as const;
