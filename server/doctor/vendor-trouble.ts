import { type Finding, fault, warning } from './check.ts';

/** An answer that says nothing about what was asked, such as a 500. */
export const vendorTrouble = (vendor: string, status: number, setting: string): Finding => {
  if (status === 429)
    return warning(`${vendor} has been asked too often just now.`, 'Try again in some minutes.');
  if (status >= 500)
    return warning(
      `${vendor} has trouble of its own at the moment (status ${status}).`,
      'Look at its status page, and try again later.',
    );
  return fault(
    `${vendor} gave an answer that makes no sense here (status ${status}).`,
    `See that ${setting} leads to ${vendor}, and to nobody in between.`,
  );
};
