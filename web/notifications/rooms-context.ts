import { createContext, useContext } from 'react';
import type { Room } from './join-notices.ts';

export const RoomsContext = createContext<readonly Room[]>([]);

/** Who is in the rooms of the signed-in person's visits, anywhere inside `JoinNotices`. */
export const useRoom = (visitId: string): Room | undefined =>
  useContext(RoomsContext).find(({ appointmentId }) => appointmentId === visitId);
