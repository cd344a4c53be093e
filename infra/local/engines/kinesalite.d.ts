declare module 'kinesalite' {
  import type { Server } from 'node:http';

  type KinesaliteOptions = {
    /** The LevelDB folder; in memory if absent. */
    readonly path?: string;
    readonly createStreamMs: number;
    readonly deleteStreamMs: number;
    readonly updateStreamMs: number;
    readonly shardLimit: number;
  };

  /** Made, not yet listening. Closing it closes its database. */
  const kinesalite: (options: KinesaliteOptions) => Server;
  export default kinesalite;
}
