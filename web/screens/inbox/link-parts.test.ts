import { expect, it } from 'vitest';
import { linkParts } from './link-parts.ts';

const origin = 'http://localhost:5002';

it('links the pages of this site and leaves the sentence’s full stop out', () => {
  expect(linkParts(`Join at ${origin}/video-session/apt-1-abc. See you!`, origin)).toEqual([
    { text: 'Join at ' },
    { text: `${origin}/video-session/apt-1-abc`, href: `${origin}/video-session/apt-1-abc` },
    { text: '. See you!' },
  ]);
});

it.each([
  'https://evil.example/x',
  'http://localhost:5002.evil.example/',
  'http://localhost:5002@evil.example/',
  'javascript:alert(1)',
  'no link at all',
])('leaves %s as text', (text) => {
  expect(linkParts(text, origin)).toEqual([{ text }]);
});
