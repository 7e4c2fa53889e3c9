// The scripts of the pages: those of a folder named assets are one program in one scope, or keep to themselves.
import js from "@eslint/js";
import globals from "globals";

export default [
  {
    files: ["gii_graph/*/assets/*.js"],
    ...js.configs.recommended,
    languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...js.configs.recommended.rules,
      "no-undef": "off", // the scripts share one scope, which the type check knows
      "no-unused-vars": ["error", { vars: "local", argsIgnorePattern: "^_" }],
      complexity: ["error", 14],
      curly: ["error", "multi-line"],
      "dot-notation": "error",
      eqeqeq: "error",
      "max-lines-per-function": ["error", { max: 50, skipBlankLines: true, skipComments: true }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": ["error", { property: "innerHTML" }, { property: "outerHTML" }, { property: "insertAdjacentHTML" }, { object: "document", property: "write" }],
      // rjsmin, which takes the comments out, would take spaces out of a template within a template.
      "no-restricted-syntax": ["error", { selector: "TemplateLiteral TemplateLiteral", message: "Put the inner template into a constant." }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-template": "error",
    },
  },
];
