import { expect } from 'vitest';
import { story } from '../harness/story.ts';
import { messagesInTheLog } from '../harness/transcript.ts';

story('An agent who never answers, then vanishes, loses nobody', '2-nobody-is-lost', async (cast) => {
  const ana = await cast.agent('Ana');
  const luis = await cast.agent('Luis');
  const shopper = await cast.shopper();
  await luis.signIn();
  await luis.goOnline();
  await ana.signIn();

  await shopper.lookAt('Harbour teapot');
  await shopper.openChat();
  await shopper.say('Does the spout drip?');
  await luis.isOfferedAShopper('Does the spout drip?');
  await luis.window.picture('01-offer');
  await ana.goOnline();
  // Nobody clicks in Luis' window.
  await ana.isOfferedAShopper('Does the spout drip?');
  await luis.isOfferedNothing();
  await luis.window.picture('02-missed');
  await ana.accept();
  await ana.reply('It took eleven spouts until one stopped.');
  await shopper.reads('It took eleven spouts until one stopped.');

  await ana.handOverTo('Luis', 'Knows his teapots.');
  await luis.isAskedToTakeOver('Ana', 'Knows his teapots.');
  await luis.window.vanish();
  await ana.keepsTheShopper();
  await ana.window.picture('03-still-hers');
  await ana.reply('I am still here for you.');
  await shopper.reads('I am still here for you.');

  const restarted = cast.node.restart();
  await shopper.write('Are you there?');
  await restarted;
  await ana.reads('Are you there?');
  await ana.reply('Always.');
  await shopper.reads('Always.');
  await shopper.window.picture('04-after-the-restart');
  await ana.window.picture('05-after-the-restart');

  const seen = await shopper.messages();
  expect(seen).toEqual([
    'Does the spout drip?',
    'It took eleven spouts until one stopped.',
    'I am still here for you.',
    'Are you there?',
    'Always.',
  ]);
  expect(await messagesInTheLog(cast.node, 'ana@demo.test')).toEqual(seen);
});
