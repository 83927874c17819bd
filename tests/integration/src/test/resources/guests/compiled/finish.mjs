// Makes a guest of what a compiler for browsers made: exports `run` alone, and defines here what the program would import
// from JavaScript. What a program without a browser never calls is unreachable. Reads and writes the text that wasm-dis
// and wasm-as of Binaryen speak.
//
//   node finish.mjs FUNCTION START < in.wat > out.wat
//
// FUNCTION is the export `run` and START what the module runs when it is instantiated, both by the names of the text.
import { readFileSync } from 'node:fs';

const [run, start] = process.argv.slice(2);

/** Some object that is no string; nobody looks at it. */
const SOMETHING = '(extern.convert_any (ref.i31 (i32.const 0)))';
const NOTHING = '(ref.null noextern)';

/** The body of each function that is called, by its import. */
const BODIES = {
  // TeaVM: classes and functions are shown to scripts, of which there are none; exceptions have no stacks of JavaScript.
  'teavm.takeStackTrace': NOTHING,
  'teavm.decorateException': '',
  'teavmJso.stringBuiltinsSupported': '(i32.const 1)',
  'teavmJso.createClass': NOTHING,
  'teavmJso.defineFunction': NOTHING,
  'teavmJso.createFunction1': SOMETHING,
  'teavmJso.defineStaticMethod': '',

  // Kotlin: an exception travels as an error of JavaScript, which knows the exception that it stands for.
  'js_code.kotlin.createJsError': '(extern.convert_any (struct.new $js_error (ref.null noextern)))',
  'js_code.kotlin.js.JsError_$external_class_instanceof': '(ref.test (ref $js_error) (any.convert_extern (local.get 0)))',
  'js_code.kotlin.js.kotlinException_$external_prop_getter':
    '(struct.get $js_error 0 (ref.cast (ref $js_error) (any.convert_extern (local.get 0))))',
  'js_code.kotlin.js.kotlinException_$external_prop_setter':
    '(struct.set $js_error 0 (ref.cast (ref $js_error) (any.convert_extern (local.get 0))) (local.get 1))',
  'js_code.kotlin.js.name_$external_prop_setter': '',
  'js_code.kotlin.js.message_$external_prop_getter': SOMETHING,
  'js_code.kotlin.js.stackPlaceHolder_js_code': SOMETHING,
  'js_code.kotlin.wasm.internal.jsThrow': '',
  'js_code.kotlin.wasm.internal.getJsEmptyString': SOMETHING,
  'js_code.kotlin.wasm.internal.importStringFromWasm': SOMETHING,
  'js_code.kotlin.wasm.internal.isNullish': '(ref.is_null (local.get 0))',
  'js_code.kotlin.wasm.internal.getCachedJsObject_$external_fun': '(local.get 1)',
  'js_code.kotlin.random.initialSeed': '(i32.const 0)',
};
const ERROR_TYPE = ' (type $js_error (struct (field (mut externref))))';
const STANDARD = 'wasm:js-string';

const lines = readFileSync(0, 'utf8').replaceAll('$""', '$_0').split('\n');
const kept = [];
const defined = [];
for (const line of lines) {
  const [, module, name, definition] = line.match(/^ \(import "(.*?)" "(.*?)" (.*)\)$/) ?? [];
  if (module !== undefined && module !== STANDARD) {
    const body = definition.startsWith('(func') ? (BODIES[`${module}.${name}`] ?? '(unreachable)') : '';
    defined.push(` ${definition.slice(0, -1)} ${body})`);
  } else if (!/^ \((export|start) /.test(line)) {
    kept.push(line);
  }
}
const end = kept.lastIndexOf(')');
kept.splice(end, 0, ...defined, ` (export "run" (func $${run}))`, ` (start $${start})`);
// The types come first; this one is a group of its own.
kept.splice(1, 0, ERROR_TYPE);
process.stdout.write(kept.join('\n'));
