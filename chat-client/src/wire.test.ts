import { expect, test } from 'vitest';
import { decode } from './wire';

test('BAD2: what a client does not know is ignored', () => {
  expect(decode('{"t":"fireworks","count":3}')).toBeUndefined();
  expect(decode('{"t":"bye","code":4001,"after_ms":10,"colour":"red"}')).toMatchObject({ t: 'bye' });
});

test.each(['', 'hello', '[]', 'null', '7', '{"t":7}', '{"t":"toString"}', '{"t":"synced","conv":"c"}'])(
  'what is broken is ignored: %s',
  (text) => {
    expect(decode(text)).toBeUndefined();
  },
);

test('SEQ1: an event of an unknown kind keeps its place and shows nothing', () => {
  const text = '{"t":"event","conv":"conv_1","seq":4,"kind":"sparkle","by":{},"at":1,"epoch":1,"data":{}}';
  expect(decode(text)).toEqual({ t: 'event', conv: 'conv_1', seq: 4, kind: 'hidden' });
});

test('SEQ1: so does one whose content was redacted', () => {
  const event = { t: 'event', conv: 'conv_1', seq: 5, kind: 'message', data: { redacted: true } };
  expect(decode(JSON.stringify(event))).toEqual({ t: 'event', conv: 'conv_1', seq: 5, kind: 'hidden' });
});
