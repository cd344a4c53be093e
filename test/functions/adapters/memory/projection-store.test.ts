import { memoryProjectionStore } from '../../../../functions/adapters/memory/projection-store.ts';
import { projectionStoreContract } from '../../../contract/projection-store.ts';

projectionStoreContract('in memory', async () => memoryProjectionStore());
