import type { Parking } from '../../../domain/ports/parking.ts';
import { archiveAt } from '../archive/archive-at.ts';
import { archiveParking } from './archive-parking.ts';

/** Parks in the archive that a URL names, see `archiveAt`. */
export const parkingAt = (url: string): Parking => archiveParking(archiveAt(url));
