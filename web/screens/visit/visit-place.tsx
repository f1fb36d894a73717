import { Stack, Text, Title } from '@mantine/core';
import type { Appointment } from '../../../contract/appointments.ts';
import { usePerson } from '../../session.tsx';
import { useClinic } from '../../ui/clinic-context.ts';
import { LoadingCards } from '../../ui/loading-cards.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { useNow } from '../../ui/use-now.ts';
import { MINUTE } from '../../when.ts';
import { PlaceChoice } from './place-choice.tsx';
import { canChoose, fixedInWords, hasChoice } from './place-words.ts';
import { useVisitPlace } from './use-visit-place.ts';

const Question = () => (
  <Title order={2} id="place">
    Where is it held?
  </Title>
);

const Place = ({ visit }: { visit: Appointment }) => {
  const { data: place, isPending, error, refetch } = useVisitPlace(visit);
  const now = useNow(MINUTE);
  if (isPending) return <LoadingCards of="where it is held" count={1} />;
  if (!place) return error && <ProblemNote problem={error} onRetry={() => void refetch()} />;
  const isOpen = canChoose(visit, place, now);
  const words = fixedInWords(visit, place, now);
  if (!isOpen && words === null) return null;
  return (
    <Stack component="section" gap="md" aria-labelledby="place">
      {isOpen ? <PlaceChoice visit={visit} place={place} legend={<Question />} /> : <Question />}
      {!isOpen && <Text>{words}</Text>}
    </Stack>
  );
};

/** Who holds the call of a visit, for its doctor and admins, where there is more than one. */
export const VisitPlace = ({ visit }: { visit: Appointment }) => {
  const { role } = usePerson();
  const { video_providers } = useClinic();
  return role !== 'patient' && hasChoice(visit, video_providers) ? <Place visit={visit} /> : null;
};
