import { Button } from '@mantine/core';
import type { Knock } from '../../call/call.ts';
import classes from './knocking.module.css';

interface Props {
  knocking: readonly Knock[];
  onAnswer: (id: string, isLetIn: boolean) => void;
}

/** Who asks to come in, for the doctor to decide. Heard as it happens, without taking the focus away. */
export const Knocking = ({ knocking, onAnswer }: Props) => (
  <ul className={classes['list']} aria-live="polite" aria-label="Asking to come in">
    {knocking.map(({ id, name }) => {
      const who = name === '' ? 'Somebody' : name;
      return (
        <li key={id} className={classes['knock']}>
          <span className={classes['who']}>{who} would like to come in</span>
          <span className={classes['answers']}>
            <Button size="md" aria-label={`Admit ${who}`} onClick={() => onAnswer(id, true)}>
              Admit
            </Button>
            <Button
              size="md"
              variant="default"
              className={classes['decline']}
              aria-label={`Decline ${who}`}
              onClick={() => onAnswer(id, false)}
            >
              Decline
            </Button>
          </span>
        </li>
      );
    })}
  </ul>
);
