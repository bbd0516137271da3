/** The command was given something it cannot use; the message says what, and how to say it right. */
export class UsageError extends Error {}

/** Runs a command: its wrong use ends with the message and status 2, anything else with its stack. */
export async function runCommand(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

/** `parseArgs` reports unknown options by throwing; here that is wrong use as well. */
export function parsed<T>(parse: () => T, usage: string): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}
