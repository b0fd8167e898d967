import type { ConversationId } from '@tokenim/protocol';
import { matchRanges, queryTerms } from '@tokenim/protocol/search';
import type { LocalSearch, SearchHit, SearchRequest } from '@tokenim/store';
import { ClientError } from './errors.js';
import type { LeaderCalls } from './leader.js';

/** What the server found. */
export interface ServerHits {
  hits: SearchHit[];
  /** Ask again with `before` of this for what is older; absent: there is no more. */
  next?: number;
  /** The server has not made all searchable yet: some seconds later there may be more. */
  partial?: boolean;
}

/** Search on this device, and on the server over everything that the user may see. */
export interface Search extends LocalSearch {
  /**
   * Rejects with a ClientError: `offline`, `rate_limited` with `after`, or `bad_frame` where the server has no search.
   */
  findThere(request: SearchRequest & { before?: number }): Promise<ServerHits>;
}

type Ask = (
  method: 'search',
  params: LeaderCalls['search']['params'],
) => Promise<LeaderCalls['search']['result']>;

export function withServer(local: LocalSearch, ask: Ask): Search {
  return {
    find: (request, first) => local.find(request, first),
    watch: (listener) => local.watch(listener),
    ready: () => local.ready(),
    close: () => local.close(),
    async findThere({ text, conversation, limit = 20, before }) {
      const answer = await ask('search', {
        text: text.slice(0, 200),
        limit,
        ...(conversation === undefined ? {} : { conversation }),
        ...(before === undefined ? {} : { before }),
      });
      if (answer.t !== 'found') throw new ClientError('bad_answer');
      const terms = queryTerms(text);
      const hits = answer.hits.map(({ conversation: id, message }) => {
        const {
          text: said,
          file,
          fallback,
        } = (message.body ?? {}) as {
          text?: string;
          file?: { name?: string };
          fallback?: string;
        };
        const whole = [said, file?.name, fallback].filter(Boolean).join('\n');
        return {
          conversation: id as ConversationId,
          seq: message.seq,
          sender: message.sender,
          ts: message.ts,
          text: whole,
          ranges: matchRanges(whole, terms),
        };
      });
      return {
        hits,
        ...(answer.next === undefined ? {} : { next: answer.next }),
        ...(answer.partial ? { partial: true } : {}),
      };
    },
  };
}
