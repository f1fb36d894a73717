import { Text } from '@mantine/core';
import type { DeliveryEvent, DeliveryFault } from '../../contract/deliveries.ts';
import { pointInTime, type Reader } from '../when.ts';
import { DeliveryStatus } from './delivery-status.tsx';
import classes from './delivery-steps.module.css';

interface Props {
  history: readonly DeliveryEvent[];
  reader: Reader;
  /** Why it did not arrive, for this reader; left out where that stands elsewhere. */
  faultInWords?: (fault: DeliveryFault) => string;
}

/** What was learned of a message, from first to last. */
export const DeliverySteps = ({ history, reader, faultInWords }: Props) => (
  <ol className={classes['history']}>
    {history.map(({ status, at, fault }) => (
      <li key={status}>
        <DeliveryStatus status={status} />
        <Text component="time" c="dimmed" dateTime={at} className={classes['when'] ?? ''}>
          {pointInTime(at, reader, Date.now())}
        </Text>
        {fault && faultInWords && <Text className={classes['fault'] ?? ''}>{faultInWords(fault)}</Text>}
      </li>
    ))}
  </ol>
);
