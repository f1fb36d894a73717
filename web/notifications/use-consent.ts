import { useSyncExternalStore } from 'react';
import { type Consent, onConsent, readConsent } from './consent.ts';

export const useConsent = (): Consent => useSyncExternalStore(onConsent, readConsent);
