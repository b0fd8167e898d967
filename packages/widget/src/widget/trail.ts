import type { ConversationId } from '@tokenim/protocol';
import type { TemplateResult } from 'lit';
import { focusInside } from './dialog.js';
import type { View } from './views.js';
import type { TimWidget } from './widget.js';

export const threadOf = (conversation: ConversationId): View => ({ name: 'thread', conversation });

/**
 * Where in the panel somebody is. Views lie on a trail, home or list first; the back button, and a phone's back
 * gesture, follow it.
 */
export class Trail {
  going: '' | 'on' | 'back' = '';
  /** Said at the top of the panel until the next view. */
  notice = '';
  /** Where a link leads; kept until it is reached, the person goes elsewhere, or closes. */
  goal: { conversation: string; seq: number | undefined } | undefined;
  /** What finds in this conversation, over its thread, once somebody wants to. */
  bar: ((conversation: ConversationId) => TemplateResult | undefined) | undefined;
  readonly #widget: TimWidget;
  /** The views passed, the present one last; empty until it is known where to begin. */
  #views: readonly View[] = [];
  #hadRows = false;

  constructor(widget: TimWidget) {
    this.#widget = widget;
  }

  /** The present view; undefined while nothing is known of this person. */
  get view(): View | undefined {
    return this.#views.at(-1);
  }

  /** Where the back button leads: the trail, or for who came straight to a conversation the place of the others. */
  get parents(): readonly View[] {
    if (this.#views.length > 1) return this.#views.slice(0, -1);
    const { rows, home } = this.#widget;
    const several = this.view?.name === 'thread' && (rows?.length ?? 0) > 1;
    return several ? [{ name: home === 'never' ? 'list' : 'home' }] : [];
  }

  /** Somebody else, of whom nothing is known. */
  reset(): void {
    this.#views = [];
    this.#hadRows = false;
  }

  /** Where to begin: the one conversation there is, else home, or the list where the site wants no home. */
  begin(): void {
    const { rows, home, chat, support } = this.#widget;
    // Who has written nothing yet goes to what others write them.
    const empty = this.view?.name === 'home' && this.#views.length === 1 && !this.#hadRows;
    if (!rows || (this.view && !empty)) return;
    this.#hadRows = rows.length > 0;
    const only = chat.isVisitor || rows.length < 2 ? (support ?? rows[0]) : undefined;
    if (only && home !== 'always') this.#views = [threadOf(only.id)];
    else this.#views = [{ name: home === 'never' && this.#hadRows ? 'list' : 'home' }];
    // What had the focus is gone from the page with this.
    if (this.#widget.opened && this.#widget.matches(':focus')) this.#focus();
  }

  /** To another view, with the present one behind it. */
  go(view: View): void {
    this.#move([...this.#views, view], 'on');
  }

  /** To a view that takes the place of the present one. */
  replace(view: View): void {
    this.#move([...this.#views.slice(0, -1), view], 'on');
  }

  /** To the view before, or out. */
  back(): void {
    if (this.parents.length > 0) this.#move(this.parents, 'back');
    else void this.#widget.close();
  }

  #move(views: readonly View[], going: 'on' | 'back'): void {
    const widget = this.#widget;
    // Who is writing goes on writing: the keyboard of a phone stays.
    const writing = widget.shadowRoot?.activeElement?.localName === 'tim-composer';
    this.#views = views;
    this.bar = undefined;
    this.going = going;
    this.notice = '';
    this.goal = undefined;
    widget.requestUpdate();
    this.#focus(writing);
  }

  /** Once it is drawn. */
  #focus(writing?: boolean): void {
    void this.#widget.updateComplete.then(() => focusInside(this.#widget, writing));
  }
}
