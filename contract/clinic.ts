import { Type } from 'typebox';
import { Channel, VideoProvider } from './primitives.ts';

/** What every client needs to know of this deployment before anybody signs in. */
export const Clinic = Type.Object(
  {
    name: Type.String({ description: 'the name that people know the clinic by' }),
    code_digits: Type.Integer({ description: 'digits of a one-time code' }),
    channels: Type.Array(Channel, { description: 'the ways that messages can be sent here' }),
    video_providers: Type.Array(VideoProvider, {
      description: 'who can hold the rooms of visits here, first the one that does unless another is chosen',
    }),
  },
  { title: 'Clinic' },
);
export type Clinic = Type.Static<typeof Clinic>;
