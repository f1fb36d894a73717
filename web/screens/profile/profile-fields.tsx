import { NativeSelect, TextInput } from '@mantine/core';
import type { Me } from '../../../contract/people.ts';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE, readerOf, timeOfDay, zoneInWords } from '../../when.ts';
import { zonesByContinent } from './zones.ts';

type Locale = Me['locale'];

const LANGUAGES: { value: Locale; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
  { value: 'hi', label: 'हिन्दी' },
  { value: 'ur', label: 'اردو' },
];

interface FieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
}

export type Draft = Pick<Me, 'first_name' | 'last_name' | 'time_zone' | 'locale'>;

export const NameFields = ({ draft, onChange }: FieldsProps) => (
  <>
    <TextInput
      label="First name"
      autoComplete="given-name"
      maxLength={80}
      value={draft.first_name}
      onChange={(event) => onChange({ first_name: event.currentTarget.value })}
    />
    <TextInput
      label="Last name"
      autoComplete="family-name"
      maxLength={80}
      value={draft.last_name}
      onChange={(event) => onChange({ last_name: event.currentTarget.value })}
    />
  </>
);

export const ZoneField = ({ draft, onChange }: FieldsProps) => {
  const now = useNow(MINUTE / 4);
  const reader = readerOf(draft);
  return (
    <NativeSelect
      label="Time zone"
      description={`It is ${timeOfDay(now, reader)} there now (${zoneInWords(now, reader)}).`}
      value={draft.time_zone}
      onChange={(event) => onChange({ time_zone: event.currentTarget.value })}
      data={zonesByContinent(draft.time_zone)}
    />
  );
};

export const LanguageField = ({ draft, onChange }: FieldsProps) => (
  <NativeSelect
    label="Language of messages"
    value={draft.locale}
    onChange={(event) => {
      const language = LANGUAGES.find(({ value }) => value === event.currentTarget.value);
      if (language) onChange({ locale: language.value });
    }}
    data={LANGUAGES}
  />
);
