/** Exit codes of all commands, so that a pipeline can tell what happened. */
export const exitCodes = { succeeded: 0, blocked: 1, failed: 1, misused: 2, interrupted: 130 };
