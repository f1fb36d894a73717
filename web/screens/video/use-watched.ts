import { useSyncExternalStore } from 'react';
import type { Watched } from '../../call/snapshot.ts';

export const useWatched = <T>({ subscribe, getSnapshot }: Watched<T>): T =>
  useSyncExternalStore(subscribe, getSnapshot);
