import { Alert, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import type { Appointment, VisitPlace } from '../../../contract/appointments.ts';
import type { VideoProvider } from '../../../contract/primitives.ts';
import { BusyButton } from '../../ui/busy-button.tsx';
import { useClinic } from '../../ui/clinic-context.ts';
import { Pick } from '../../ui/pick.tsx';
import { ProblemNote } from '../../ui/problem-note.tsx';
import { isMissing, PROVIDER_NAMES } from './place-words.ts';
import { useChooseProvider } from './use-visit-place.ts';

const USUAL = 'usual';

const optionsOf = (configured: readonly VideoProvider[]) => {
  const [usual] = configured;
  return [
    {
      value: USUAL,
      label: (
        <>
          <strong>As usual</strong>
          {usual && <small>{PROVIDER_NAMES[usual]} at this clinic</small>}
        </>
      ),
    },
    ...configured.map((provider) => ({
      value: provider,
      label: <strong>{PROVIDER_NAMES[provider]}</strong>,
    })),
  ];
};

const Missing = ({ provider }: { provider: VideoProvider }) => (
  <Alert color="red" variant="light">
    <Text>
      This visit is to be held with {PROVIDER_NAMES[provider]}, which is not set up here any more. Nobody can
      join it until you choose another way.
    </Text>
  </Alert>
);

interface Props {
  visit: Appointment;
  place: VisitPlace;
  legend: ReactNode;
}

/** What the form holds, and what becomes of it; it shows what is saved until somebody picks something else. */
const usePlaceForm = ({ visit, place }: Omit<Props, 'legend'>, configured: readonly VideoProvider[]) => {
  const choose = useChooseProvider(visit.id);
  const [picked, setPicked] = useState<string | null>(null);
  const value = picked ?? place.video_provider ?? USUAL;
  const pick = (next: string): void => {
    choose.reset();
    setPicked(next);
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const video_provider = configured.find((provider) => provider === value) ?? null;
    choose.mutate({ video_provider }, { onSuccess: () => setPicked(null) });
  };
  const isPicked = value === USUAL || configured.some((provider) => provider === value);
  return { choose, value, isPicked, pick, submit };
};

/** Chooses where a visit is held that has no room yet. */
export const PlaceChoice = ({ visit, place, legend }: Props) => {
  const { video_providers: configured } = useClinic();
  const { choose, value, isPicked, pick, submit } = usePlaceForm({ visit, place }, configured);
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Pick
          legend={legend}
          name="place"
          shape="cards"
          options={optionsOf(configured)}
          value={value}
          onChange={pick}
        />
        {place.video_provider && isMissing(place, configured) && <Missing provider={place.video_provider} />}
        {choose.isError && <ProblemNote problem={choose.error} />}
        <Group gap="md">
          <BusyButton type="submit" variant="default" disabled={!isPicked} loading={choose.isPending}>
            Save
          </BusyButton>
          <Text role="status">{choose.isSuccess && 'Saved.'}</Text>
        </Group>
      </Stack>
    </form>
  );
};
