import type { Me } from '../../../contract/people.ts';
import { useClinic } from '../../ui/clinic-context.ts';
import { type Obstacle, obstacleOn, type Way } from './reminder-ways.ts';
import { useStoppedChannels } from './use-stopped-channels.ts';

/** What stands in the way of messages to this person; a STOP counts as none until it is known. */
export const useObstacles = (person: Me) => {
  const { channels: clinic } = useClinic();
  const { data, error, refetch } = useStoppedChannels();
  const known = { person, clinic, stopped: data?.stopped ?? [] };
  return {
    obstacleOn: (way: Way): Obstacle | null => obstacleOn(way, known),
    problem: error,
    retry: () => void refetch(),
  };
};
