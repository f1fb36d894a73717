import type { ServiceScope } from '../../../contract/external.ts';

export const SCOPE_WORDS: Record<ServiceScope, string> = {
  'otp:send': 'Send codes',
  'otp:verify': 'Check codes',
  'messages:read': 'See what became of messages',
};

/** In the order in which a form offers them. */
export const SCOPES: readonly ServiceScope[] = ['otp:send', 'otp:verify', 'messages:read'];
