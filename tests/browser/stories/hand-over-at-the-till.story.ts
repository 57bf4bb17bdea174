import { expect } from 'vitest';
import { story } from '../harness/story.ts';
import { messagesInTheLog } from '../harness/transcript.ts';

story('A shopper at the checkout is answered, and handed over', '1-hand-over-at-the-till', async (cast) => {
  const ana = await cast.agent('Ana');
  const luis = await cast.agent('Luis');
  const shopper = await cast.shopper();
  await ana.signIn();
  await ana.window.isAccessible();
  await ana.goOnline();
  await luis.signIn();

  await shopper.lookAt('Tide mug');
  await shopper.openChat();
  await shopper.window.picture('01-greeting');
  await shopper.window.isAccessible();
  await shopper.say('Is it safe in the dishwasher?');
  await shopper.isToldThePlace();
  await shopper.window.picture('02-waiting');
  await shopper.window.isAccessible();

  await ana.isOfferedAShopper('Is it safe in the dishwasher?');
  await ana.window.picture('03-offer');
  await ana.window.isAccessible();
  await ana.accept();
  await ana.reads('Is it safe in the dishwasher?');
  await ana.reply('Yes, and in the microwave too.');
  await shopper.reads('Yes, and in the microwave too.');
  await shopper.window.picture('04-answered');
  await shopper.window.isAccessible();

  await shopper.press('Add to basket');
  await shopper.follow('Go to the basket');
  await ana.seesStep('Cart');
  await shopper.fill({ Coupon: 'WINTER5' });
  await shopper.press('Apply');
  await ana.seesCoupon('WINTER5', 'Refused');
  await shopper.reads('Yes, and in the microwave too.');
  await shopper.window.picture('05-the-chat-stays');

  await shopper.follow('Go to checkout');
  await ana.seesStep('Details');
  await shopper.fill({
    Name: 'Lucía Marín',
    'E-mail': 'lucia@example.test',
    'Street and number': 'Rúa Real 4',
    Postcode: '36202',
    City: 'Vigo',
  });
  await shopper.press('Continue to shipping');
  await ana.seesStep('Shipping');
  await shopper.press('Continue to payment');
  await ana.seesStep('Payment');
  await shopper.say('Why does WINTER5 not work?');
  await ana.reads('Why does WINTER5 not work?');
  await ana.window.picture('06-cart-and-step');
  await ana.window.isAccessible();

  await luis.goOnline();
  await ana.handOverTo('Luis', 'WINTER5 is over, SUMMER10 works.');
  await luis.isAskedToTakeOver('Ana', 'WINTER5 is over, SUMMER10 works.');
  await luis.looksFirst();
  await luis.window.picture('07-packet');
  await luis.window.isAccessible();
  await ana.reply('Luis knows all about coupons, one moment.');
  await shopper.reads('Luis knows all about coupons, one moment.');
  await luis.accept();
  await shopper.reads(/^Luis is joining and can see your basket/);
  await shopper.window.picture('08-handed-over');

  await luis.reply('WINTER5 is over. SUMMER10 takes 10 % off.');
  await shopper.reads('WINTER5 is over. SUMMER10 takes 10 % off.');
  await shopper.fill({ Coupon: 'SUMMER10' });
  await shopper.press('Apply');
  await luis.seesCoupon('SUMMER10', 'Accepted');
  await shopper.fill({
    'Name on the card': 'Lucía Marín',
    'Card number': '4242 4242 4242 4242',
    'Valid until': '12/30',
    'Security code': '123',
  });
  await shopper.press(/^Pay/);
  await shopper.arrivesAt('Thank you!');
  await luis.seesStep('Done');
  await shopper.say('It worked, thank you!');
  await luis.reads('It worked, thank you!');
  await luis.window.picture('09-paid');
  await luis.close();
  await shopper.window.picture('10-closed');
  await shopper.window.isAccessible();
  await shopper.rate(5);
  await shopper.window.picture('11-rated');

  expect(await messagesInTheLog(cast.node, 'luis@demo.test')).toEqual(await shopper.messages());
});
