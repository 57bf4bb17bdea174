import { useMe } from '../realtime/live';

/** The name of a queue that one serves; its id for the others. */
export function useQueueName(queue: string): string {
  const known = useMe()?.queues.find(({ id, key }) => id === queue || key === queue);
  return known?.name ?? queue;
}
