import { createLauncher, launcherStyles, sheetOf } from '../loader/launcher.js';
import { TimWidget } from './widget.js';

// Before the element is defined, for those that wait in the page are made then.
TimWidget.addLauncher = (root, widget) => {
  root.adoptedStyleSheets = [sheetOf(launcherStyles)];
  const button = createLauncher('');
  button.addEventListener('click', () => void widget.toggle());
  root.append(button);
};
