import { createContext, useContext } from 'react';
import type { Clinic } from '../../contract/clinic.ts';

/** What is shown before the server has said which clinic this is. */
export const UNTOLD: Clinic = { name: 'Anteroom', code_digits: 6, channels: [], video_providers: [] };

export const ClinicContext = createContext<Clinic>(UNTOLD);

/** The clinic whose pages these are. */
export const useClinic = (): Clinic => useContext(ClinicContext);
