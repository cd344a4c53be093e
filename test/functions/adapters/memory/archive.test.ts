import { memoryArchive } from '../../../../functions/adapters/memory/archive.ts';
import { archiveContract } from '../../../contract/archive.ts';

archiveContract('in memory', async () => memoryArchive());
