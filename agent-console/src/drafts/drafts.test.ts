// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { Drafts } from './drafts';

beforeEach(() => localStorage.clear());

describe('drafts', () => {
  it('are there again after a reload, reply and note apart', () => {
    new Drafts('agt_1').keep('conv_1', { writing: 'note', reply: 'Hola', note: 'code expired' });
    expect(new Drafts('agt_1').of('conv_1')).toEqual({
      writing: 'note',
      reply: 'Hola',
      note: 'code expired',
    });
  });

  it('belong to one agent', () => {
    new Drafts('agt_1').keep('conv_1', { writing: 'reply', reply: 'Hola', note: '' });
    expect(new Drafts('agt_2').of('conv_1').reply).toBe('');
  });

  it('mark their conversation until they are sent', () => {
    const drafts = new Drafts('agt_1');
    drafts.keep('conv_1', { writing: 'reply', reply: 'Hola', note: '' });
    expect([...drafts.marks.getSnapshot()]).toEqual(['conv_1']);
    drafts.keep('conv_1', { writing: 'reply', reply: '', note: '' });
    expect(drafts.marks.getSnapshot().size).toBe(0);
    expect(localStorage.length).toBe(0);
  });
});
