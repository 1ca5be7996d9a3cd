import { expect, it } from 'vitest';
import { createLocalBus } from '../../../bridge/adapters/bus/local/index.ts';
import type { News } from '../../../bridge/ports/bus.ts';

const deliveries: News = { type: 'deliveries' };
const revoked: News = { type: 'revoked', tokens: ['a'] };

it('tells all listeners, in the order in which they came', () => {
  const bus = createLocalBus();
  const heard: string[] = [];
  for (const name of ['one', 'two']) bus.listen((news) => heard.push(`${name} ${news.type}`));
  bus.tell(deliveries);
  bus.tell(revoked);
  expect(heard).toEqual(['one deliveries', 'two deliveries', 'one revoked', 'two revoked']);
});

it('tells nothing from before listening, and nothing after its end', () => {
  const bus = createLocalBus();
  const heard: News[] = [];
  bus.tell(deliveries);
  const end = bus.listen((news) => heard.push(news));
  bus.tell(revoked);
  end();
  end();
  bus.tell(deliveries);
  expect(heard).toEqual([revoked]);
});

it('takes the same listener twice for two', () => {
  const bus = createLocalBus();
  const heard: News[] = [];
  const listener = (news: News) => heard.push(news);
  const end = bus.listen(listener);
  bus.listen(listener);
  bus.tell(deliveries);
  end();
  bus.tell(revoked);
  expect(heard).toEqual([deliveries, deliveries, revoked]);
});

it('goes on when a listener throws, and reports it', () => {
  const errors: unknown[] = [];
  const bus = createLocalBus({ onError: (error) => errors.push(error) });
  const heard: News[] = [];
  const broken = new Error('broken');
  bus.listen(() => {
    throw broken;
  });
  bus.listen((news) => heard.push(news));
  bus.tell(deliveries);
  bus.tell(revoked);
  expect(heard).toEqual([deliveries, revoked]);
  expect(errors).toEqual([broken, broken]);
});

it('throws what nobody takes away from whoever told the news', async () => {
  const thrown = new Promise((resolve) => {
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => {
      for (const other of others) process.on('uncaughtException', other);
      resolve(error);
    });
  });
  const bus = createLocalBus();
  const broken = new Error('broken');
  bus.listen(() => {
    throw broken;
  });
  expect(() => bus.tell(deliveries)).not.toThrow();
  expect(await thrown).toBe(broken);
});

it('lets everybody hear one piece of news before the next, also of those told by a listener', () => {
  const bus = createLocalBus();
  const heard: string[] = [];
  bus.listen((news) => {
    if (news.type === 'deliveries') bus.tell(revoked);
  });
  bus.listen((news) => heard.push(news.type));
  bus.tell(deliveries);
  expect(heard).toEqual(['deliveries', 'revoked']);
});

it('lets a listener end another, or begin one, while news is told', () => {
  const bus = createLocalBus();
  const heard: string[] = [];
  bus.listen(() => {
    end();
    bus.listen(() => heard.push('late'));
  });
  const end = bus.listen(() => heard.push('ended'));
  bus.tell(deliveries);
  expect(heard).toEqual([]);
});
