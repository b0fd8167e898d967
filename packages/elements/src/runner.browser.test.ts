import { expect, fixture, html } from '@open-wc/testing';
import { css, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';

// Fails where decorators or class fields are compiled in a way that an engine or Lit does not take.
@customElement('tim-runner-probe')
class RunnerProbe extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
  `;

  @property() name = 'nobody';

  override render() {
    return html`<p>Hello ${this.name}</p>`;
  }
}

test('an element with decorators renders and updates', async () => {
  const element = await fixture<RunnerProbe>(html`<tim-runner-probe name="Mia"></tim-runner-probe>`);
  expect(element.shadowRoot?.textContent).to.contain('Hello Mia');
  element.name = 'Omar';
  await element.updateComplete;
  expect(element.shadowRoot?.textContent).to.contain('Hello Omar');
});
