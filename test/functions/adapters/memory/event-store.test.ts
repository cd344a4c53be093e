import { memoryEventStore } from '../../../../functions/adapters/memory/event-store.ts';
import { eventStoreContract } from '../../../contract/event-store.ts';

eventStoreContract('in memory', async () => memoryEventStore());
