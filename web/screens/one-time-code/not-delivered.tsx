import { Button } from '@mantine/core';
import type { DeliveryState } from '../../../contract/deliveries.ts';
import type { Channel } from '../../../contract/primitives.ts';
import classes from './code-entry.module.css';
import { faultInWords, TRY_INSTEAD } from './delivery-words.ts';

interface Props {
  delivery: DeliveryState | null;
  /** The ways that are left. */
  ways: readonly Channel[];
  onChoose: (channel: Channel) => void;
}

/** Says that the message did not arrive, why, and what else there is; nothing while that is not so. */
export const NotDelivered = ({ delivery, ways, onChoose }: Props) => {
  if (delivery?.status !== 'failed') return <div role="alert" className={classes['lost']} />;
  return (
    <div role="alert" className={classes['lost']}>
      <div>
        <strong>The message was not delivered.</strong> {faultInWords(delivery.fault)}
      </div>
      {ways.length > 0 && (
        <div className={classes['choices']}>
          {ways.map((channel) => (
            <Button key={channel} variant="default" onClick={() => onChoose(channel)}>
              {TRY_INSTEAD[channel]}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
};
