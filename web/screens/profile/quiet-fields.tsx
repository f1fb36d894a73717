import { Anchor, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { Link } from 'wouter';
import { usePerson } from '../../session.tsx';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE, readerOf, zoneInWords } from '../../when.ts';
import type { QuietDraft } from './quiet-draft.ts';

interface Props {
  draft: QuietDraft;
  /** What is wrong with the times; null while that is not to be said. */
  fault: string | null;
  onChange: (part: Partial<QuietDraft>) => void;
}

const Zone = () => {
  const now = useNow(MINUTE);
  return (
    <Text c="dimmed">
      In your own time zone: {zoneInWords(now, readerOf(usePerson()))}. You choose it in your{' '}
      <Anchor component={Link} href="/profile">
        profile
      </Anchor>
      .
    </Text>
  );
};

const About = () => (
  <>
    <Text c="dimmed">
      A reminder that falls into quiet hours waits until they end. If the visit starts before that, or just
      then, the reminder comes shortly before they begin; where that is past already, at its usual time.
    </Text>
    <Text c="dimmed">
      News does not wait: that a visit was booked, moved or cancelled, you are always told at once.
    </Text>
  </>
);

/** When reminders are held back. */
export const QuietFields = ({ draft, fault, onChange }: Props) => (
  <Stack gap="sm">
    <Title order={2} size="h3">
      Quiet hours
    </Title>
    <Checkbox
      label="Hold reminders back in quiet hours"
      checked={draft.isOn}
      onChange={(event) => onChange({ isOn: event.currentTarget.checked })}
    />
    {draft.isOn && (
      <>
        <Group gap="md" align="start" grow role="group" aria-label="Quiet hours">
          <TextInput
            type="time"
            label="From"
            value={draft.from}
            error={fault !== null && !draft.from}
            onChange={(event) => onChange({ from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label="To"
            value={draft.to}
            error={fault}
            onChange={(event) => onChange({ to: event.currentTarget.value })}
          />
        </Group>
        <Zone />
      </>
    )}
    <About />
  </Stack>
);
