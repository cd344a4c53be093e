/** The command cannot be understood: exit code 2. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
}
