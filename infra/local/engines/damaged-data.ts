/** The files of an engine are not what the engine wrote. */
export class DamagedData extends Error {
  override readonly name = 'DamagedData';
}
