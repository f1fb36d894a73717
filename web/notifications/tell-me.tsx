import { Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useVisits, visitsOf } from '../queries.ts';
import { usePerson } from '../session.tsx';
import { BusyButton } from '../ui/busy-button.tsx';
import { Card } from '../ui/card.tsx';
import { Marked } from '../ui/marked.tsx';
import { askForConsent, type Consent, setWish } from './consent.ts';
import { sideIn } from './join-notices.ts';
import classes from './tell-me.module.css';
import { useConsent } from './use-consent.ts';

const WORDS: Record<Exclude<Consent, 'absent'>, string> = {
  ask: 'Doing something else until your visit? Your browser can tell you.',
  on: 'Your browser tells you when it is time to join, as long as this page is open somewhere.',
  denied:
    'To be told when it is time to join, allow notifications for this site in your browser, beside its address.',
};

/** Whether one of the signed-in person's own visits by video is still to come. */
const useHasVisitAhead = (): boolean => {
  const { id } = usePerson();
  return visitsOf(useVisits('upcoming').data).some(
    (visit) => visit.session_type === 'telehealth' && sideIn(visit, id) !== null,
  );
};

/** Offers notifications in the browser where there is a visit to be told of; asks for nothing until it is pressed. */
export const TellMe = () => {
  const consent = useConsent();
  const [isAsking, setAsking] = useState(false);
  const hasVisit = useHasVisitAhead();
  const words = useRef<HTMLParagraphElement>(null);
  const wasAsked = useRef(false);
  // The button goes, and the focus with it.
  useEffect(() => {
    if (consent === 'denied' && wasAsked.current) words.current?.focus();
  }, [consent]);
  if (consent === 'absent' || !hasVisit) return null;
  const ask = (): void => {
    wasAsked.current = true;
    setAsking(true);
    void askForConsent().finally(() => setAsking(false));
  };
  const isOn = consent === 'on';
  return (
    <Card mood="quiet" className={classes['card'] ?? ''}>
      <Text role="status" ref={words} tabIndex={-1}>
        <Marked icon={IconBell} tone={isOn ? 'plain' : 'quiet'}>
          {WORDS[consent]}
        </Marked>
      </Text>
      {/* One button for both: whoever pressed it by keyboard still has it. */}
      {consent !== 'denied' && (
        <BusyButton
          variant={isOn ? 'subtle' : 'default'}
          className={isOn ? (classes['quiet'] ?? '') : ''}
          loading={isAsking}
          onClick={isOn ? () => setWish('off') : ask}
        >
          {isOn ? 'Turn off' : 'Tell me when it is time to join'}
        </BusyButton>
      )}
    </Card>
  );
};
