// Lets Node run our sources as they are: `./x.js` in an import names `./x.ts` on disk.
// Use: node --conditions=source --import ./test/tools/ts.mjs file.ts
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
      try {
        return next(`${specifier.slice(0, -3)}.ts`, context);
      } catch {
        // A real .js file beside a .ts one.
      }
    }
    return next(specifier, context);
  },
});
