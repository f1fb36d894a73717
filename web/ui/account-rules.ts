const SHORTEST_PASSWORD = 8;

/** What is wrong with what was typed, in words; null where nothing is. The server judges the rest. */
export const emailFault = (email: string): string | null =>
  /^[^\s@]+@[^\s@]+$/.test(email.trim()) ? null : 'Enter your e-mail address';

export const phoneFault = (phone: string): string | null =>
  /\d/.test(phone) ? null : 'Enter your phone number';

/** Said of a password that the server knows from the lists of the commonest. */
export const COMMON_PASSWORD = 'That is one of the first that anybody would try. Choose another';

export const passwordFault = (password: string): string | null => {
  if (password === '') return 'Choose a password';
  return password.length < SHORTEST_PASSWORD ? 'Too short: at least 8 characters' : null;
};
