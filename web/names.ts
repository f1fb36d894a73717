import type { Participant } from '../contract/people.ts';

/** "Dr Amara Okafor", "Jonas Weber". */
export const nameOf = (person: Pick<Participant, 'first_name' | 'last_name' | 'role'>): string => {
  const name = `${person.first_name} ${person.last_name}`.trim();
  if (person.role !== 'doctor') return name || 'the patient';
  return name ? `Dr ${name}` : 'the doctor';
};
